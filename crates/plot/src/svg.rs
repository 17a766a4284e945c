//! Pictures as SVG: one self-contained element, without styles, scripts or fonts of its own.

use super::picture::{Anchor, Colour, Picture, Point, Shape, Stroke};

/// Letters come from whatever font for mathematics the reader's machine has.
const FONTS: &str = "'STIX Two Text','STIX Two Math','Latin Modern Math','Cambria Math','DejaVu Serif',serif";

/// A picture as an SVG element, which is also a file.
pub fn write(picture: &Picture) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"{FONTS}\">\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escaped(&picture.title),
        width = number(picture.width),
        height = number(picture.height),
    );
    for shape in &picture.shapes {
        write_shape(shape, &mut out);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn write_shape(shape: &Shape, out: &mut String) {
    match shape {
        Shape::Line { points, stroke } => {
            let places: Vec<String> = points.iter().map(|&point| place(point)).collect();
            out.push_str(&format!(
                "<polyline fill=\"none\" points=\"{}\"{}/>",
                places.join(" "),
                stroke_of(stroke)
            ));
        }
        Shape::Arrow { from, to, stroke } => {
            let [tip, left, right, end] = head(*from, *to, stroke.width);
            out.push_str(&format!(
                "<polyline fill=\"none\" points=\"{} {}\"{}/><polygon points=\"{} {} {}\" fill=\"{}\"/>",
                place(*from),
                place(end),
                stroke_of(stroke),
                place(tip),
                place(left),
                place(right),
                hex(stroke.colour)
            ));
        }
        Shape::Disc { at, radius, fill, rim } => out.push_str(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"/>",
            number(at.0),
            number(at.1),
            number(*radius),
            hex(*fill),
            hex(*rim)
        )),
        Shape::Area { at, size, fill } => out.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            number(at.0),
            number(at.1),
            number(size.0),
            number(size.1),
            hex(*fill)
        )),
        Shape::Text { at, label, anchor, size, colour, angle } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let turned = if *angle == 0.0 {
                String::new()
            } else {
                format!(" transform=\"rotate({} {} {})\"", number(*angle), number(at.0), number(at.1))
            };
            out.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\"{turned}>{}</text>",
                number(at.0),
                number(at.1),
                number(*size),
                hex(*colour),
                escaped(&label.unicode)
            ));
        }
    }
}

/// The tip of an arrow, the corners beside it, and where its line ends.
fn head(from: Point, to: Point, width: f64) -> [Point; 4] {
    let (along_x, down) = (to.0 - from.0, to.1 - from.1);
    let length = along_x.hypot(down).max(1e-9);
    let (x, y) = (along_x / length, down / length);
    let (long, broad) = (6.0 + width * 1.2, 2.6 + width * 0.7);
    let base = (to.0 - x * long, to.1 - y * long);
    [to, (base.0 - y * broad, base.1 + x * broad), (base.0 + y * broad, base.1 - x * broad), base]
}

fn stroke_of(stroke: &Stroke) -> String {
    let dashes: Vec<String> = stroke.dashes.iter().map(|&dash| number(dash)).collect();
    let dashes =
        if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dashes.join(" ")) };
    format!(
        " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dashes}",
        hex(stroke.colour),
        number(stroke.width)
    )
}

fn place((x, y): Point) -> String {
    format!("{},{}", number(x), number(y))
}

/// A number with at most two decimal places.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" || text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
