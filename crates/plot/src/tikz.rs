//! Pictures as `TikZ`, for LaTeX documents: labels are mathematics there.

use super::picture::{Anchor, Colour, Picture, Point, Shape, Stroke};
use super::svg::number;

/// A picture as a `tikzpicture`, or as a document of its own.
pub fn write(picture: &Picture, standalone: bool) -> String {
    // The y axis of TikZ points up.
    let mut out = String::new();
    if standalone {
        out.push_str(
            "\\documentclass[tikz,border=4pt]{standalone}\n\\usepackage{amsmath}\n\\begin{document}\n",
        );
    }
    out.push_str("% needs \\usepackage{tikz} and \\usepackage{amsmath}\n");
    out.push_str("\\begin{tikzpicture}[x=0.75pt,y=-0.75pt]\n");
    for shape in &picture.shapes {
        write_shape(shape, &mut out);
        out.push('\n');
    }
    out.push_str("\\end{tikzpicture}\n");
    if standalone {
        out.push_str("\\end{document}\n");
    }
    out
}

fn write_shape(shape: &Shape, out: &mut String) {
    match shape {
        Shape::Line { points, stroke } => {
            out.push_str(&format!("\\draw[{}] {};", drawn(stroke), path(points)));
        }
        Shape::Arrow { from, to, stroke } => {
            out.push_str(&format!("\\draw[->,{}] {} -- {};", drawn(stroke), place(*from), place(*to)));
        }
        Shape::Disc { at, radius, fill, rim } => out.push_str(&format!(
            "\\draw[draw={},fill={}] {} circle[radius={}pt];",
            colour(*rim),
            colour(*fill),
            place(*at),
            number(radius * POINTS)
        )),
        Shape::Area { at, size, fill } => out.push_str(&format!(
            "\\fill[fill={}] {} rectangle {};",
            colour(*fill),
            place(*at),
            place((at.0 + size.0, at.1 + size.1))
        )),
        Shape::Text { at, label, anchor, size, colour: hue, angle } => {
            let anchor = match anchor {
                Anchor::Start => "base west",
                Anchor::Middle => "base",
                Anchor::End => "base east",
            };
            let turned = if *angle == 0.0 { String::new() } else { format!(",rotate={}", number(-angle)) };
            let size = number(size * POINTS);
            out.push_str(&format!(
                "\\node[anchor={anchor},inner sep=0pt,text={}{turned},font=\\fontsize{{{size}}}{{{size}}}\\selectfont] at {} {{{}}};",
                colour(*hue),
                place(*at),
                label.latex
            ));
        }
    }
}

/// A point of a picture in TeX's points.
const POINTS: f64 = 0.75;

/// Longer paths are broken into lines.
const PER_LINE: usize = 8;

fn path(points: &[Point]) -> String {
    let rows: Vec<String> = points
        .chunks(PER_LINE)
        .map(|row| row.iter().map(|&point| place(point)).collect::<Vec<_>>().join(" -- "))
        .collect();
    rows.join(" --\n  ")
}

fn drawn(stroke: &Stroke) -> String {
    let mut out = format!("draw={},line width={}pt", colour(stroke.colour), number(stroke.width * POINTS));
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke
            .dashes
            .iter()
            .zip(["on", "off"].into_iter().cycle())
            .map(|(&dash, kind)| format!("{kind} {}pt", number(dash * POINTS)))
            .collect();
        out.push_str(&format!(",dash pattern={}", dashes.join(" ")));
    }
    out
}

fn place((x, y): Point) -> String {
    format!("({},{})", number(x), number(y))
}

fn colour(Colour(red, green, blue): Colour) -> String {
    format!("{{rgb,255:red,{red};green,{green};blue,{blue}}}")
}
