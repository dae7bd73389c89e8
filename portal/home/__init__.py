"""工作台: what waits for me, assembled from hooks, red first."""
