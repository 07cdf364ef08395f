"""What the doors share: how errors are shown. Pages and components join it with the HTML doors."""
