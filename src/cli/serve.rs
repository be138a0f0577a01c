use std::path::Path;
use super::{Ending, Failure, args::Serve, terminal::Terminal};
pub(super) fn run(_: &Terminal, _: &Path, _: &Serve) -> Result<Ending, Failure> { Ok(Ending::Done) }
