"""Parts of models, and what can be done to any module. Imports torch: only ranks come here."""
