# All that CI runs.
ci:
    .ci/run

# The demonstration, rebuilt on every change.
serve:
    cargo run --release -- serve --open

# After a change of the demonstration's content, declared in its `[[change]]` entries.
lock:
    cargo run --release -- lock

# Snapshots of golden sites: read every change.
review:
    cargo insta test --review
