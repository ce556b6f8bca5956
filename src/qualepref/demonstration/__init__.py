"""The demonstration: three prefectures as they published themselves, with rows that give it back."""
