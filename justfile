# All that CI runs.
ci:
    .ci/run

# The demonstration, rebuilt on every change.
serve:
    cargo run --release -- serve --open

# Snapshots of golden sites: read every change.
review:
    cargo insta test --review
