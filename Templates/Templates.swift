// Embedded templates.
