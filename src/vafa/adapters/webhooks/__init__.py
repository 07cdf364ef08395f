"""Making a webhook's request over the internet, and only over the internet."""
