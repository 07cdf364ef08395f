"""The till in a browser, under /cashier/: one screen, keyboard first, connected or not."""
