use super::*;
use crate::diagnostic::Checked;
pub(super) fn assemble(
    _r: Records,
    _s: Settings,
    _t: jiff::civil::Date,
    _d: bool,
) -> Checked<Tracker> {
    todo!()
}
