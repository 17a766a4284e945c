//! Worksheet text in, a worked and verified report out.
