"""Icons, translations and presets, found beside this file however Paraloom was installed."""
