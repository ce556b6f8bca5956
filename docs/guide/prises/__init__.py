"""The pictures of the guide: the camera, the site it looks at, one module per part of the guide."""
