//! Why a derivative is 0, in the types of the schema.

use chainrule_work::zero::{Because, Flat, Zero, ZeroFactor};

use super::value::value;
use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn zero(&self, zero: &Zero) -> schema::Zero {
        match zero {
            Zero::NoPath(_) => schema::Zero::NoPath,
            Zero::Always => schema::Zero::Always,
            Zero::Factors(factors) => schema::Zero::Factors {
                factors: factors.iter().map(|factor| self.zero_factor(factor)).collect(),
            },
            Zero::Cancelled => schema::Zero::Cancelled,
        }
    }

    fn zero_factor(&self, zero_factor: &ZeroFactor) -> schema::ZeroFactor {
        let mut factor = schema::ZeroFactor { factor: zero_factor.id.index(), part: None, flat: None };
        match &zero_factor.because {
            None => {}
            Some(Because::Part(part)) => factor.part = Some(self.expression(*part)),
            Some(Because::Flat { slope, argument, at, how }) => {
                factor.flat = Some(schema::FlatAt {
                    slope: self.expression(*slope),
                    argument: self.expression(*argument),
                    at: value(at, self.digits),
                    how: match how {
                        Flat::Dead => schema::Flat::Dead,
                        Flat::Convention => schema::Flat::Convention,
                        Flat::Level => schema::Flat::Level,
                        Flat::Plain => schema::Flat::Plain,
                    },
                });
            }
        }
        factor
    }
}
