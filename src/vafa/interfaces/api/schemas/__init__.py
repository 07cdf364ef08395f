"""The shapes of the API's requests and answers, by noun. They hold no rule but form and bounds."""
