"""The delivery layer: how funded work becomes working software, and what that takes."""
