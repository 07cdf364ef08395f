"""Tags and filters of every HTML door: `fa` writes values, `ui` draws components."""
