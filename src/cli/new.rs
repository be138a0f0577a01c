use std::path::Path;
use super::{Ending, Failure, args::New, terminal::Terminal};
pub(super) fn run(_: &Terminal, _: &Path, _: &New) -> Result<Ending, Failure> { Ok(Ending::Done) }
