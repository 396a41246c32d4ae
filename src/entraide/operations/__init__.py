"""Operations of several states: their common journal, joint teams and controlled deliveries."""
