"""A person's own Python file: read without running it, copied, and run where torch may be imported."""
