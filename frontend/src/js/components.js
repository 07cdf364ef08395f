// Our components: custom elements and small behaviours, each in its own file.
