"""A question and its answer on both sides: asked, searched, referred, left standing, checked."""
