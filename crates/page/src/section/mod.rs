//! The sections of a page that is read from top to bottom, one file each.

mod bound;
mod chain_rule;
mod checked;
mod claims;
mod factors;
mod formats;
mod network;
mod pictures;
mod put_together;
mod results;
mod size;
mod steps;
mod why;

use put_together::product_of;
