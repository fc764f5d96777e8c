"""What a study found, as a document: one HTML file, Markdown, CSV, or a drawing. Pure: texts from records."""
