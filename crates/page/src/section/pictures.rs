//! Pictures in the page: the product factor by factor, the courses of trainings, the network.

use chainrule_plot::{Picture, network, products, svg, tikz};
use chainrule_render::{Block, Drawn};

use super::super::Page;

impl Page<'_> {
    pub(in super::super) fn plot(&mut self) {
        let nothing =
            "Nothing to plot: no product of two factors or more has numbers, and nothing is trained.";
        self.picture("Products", products(self.report), nothing);
    }

    pub(in super::super) fn network_drawn(&mut self) {
        self.picture("Network", network(self.report), "No network to draw: nothing is derived along a path.");
    }

    fn picture(&mut self, title: &str, picture: Option<Picture>, nothing: &str) {
        match picture {
            Some(picture) => {
                self.silent_section(title);
                self.blocks.push(Block::Picture(drawn(&picture)));
            }
            None => self.paragraph(nothing.into()),
        }
    }
}

/// A picture in the syntaxes of the formats that draw.
fn drawn(picture: &Picture) -> Drawn {
    Drawn {
        title: picture.title().to_owned(),
        width: picture.width(),
        svg: svg::write(picture),
        tikz: tikz::write(picture, false),
    }
}
