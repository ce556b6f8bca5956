"""The departments, prefectures and sous-préfectures of France, read from dated CSV files."""
