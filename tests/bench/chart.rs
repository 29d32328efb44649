//! The bar chart: each s2ibox figure as a share of the figure it is compared with.

use std::fmt::Write as _;

use crate::row::{Row, Verdict, digits};
use crate::stats::as_f64;

/// The layout, in pixels of the drawing.
const LEFT: f64 = 300.0;
const WIDTH: f64 = 520.0;
const LINE: f64 = 30.0;
const TOP: f64 = 66.0;
/// The two ends of the logarithmic scale, as powers of ten.
const ENDS: (f64, f64) = (-4.0, 0.4);
const REACHED: &str = "#2f7d4f";
const MISSED: &str = "#c2410c";

/// Returns the chart of the measured rows as SVG.
pub fn svg(rows: &[Row]) -> String {
    let rows: Vec<_> =
        rows.iter().filter(|row| !matches!(row.verdict, Verdict::Skipped(_))).collect();
    let bottom = TOP + LINE * as_f64(rows.len());
    let (width, height) = (LEFT + WIDTH + 90.0, bottom + 44.0);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"26\" font-size=\"17\" fill=\"#1b1f24\">s2ibox as a share of the program it is compared with</text>\n\
         <text x=\"16\" y=\"46\" fill=\"#57606a\">logarithmic; shorter is better; the black mark is the target</text>\n"
    );
    for (share, name) in
        [(1e-4, "1/10,000"), (1e-3, "1/1,000"), (1e-2, "1/100"), (1e-1, "1/10"), (1.0, "equal")]
    {
        let x = position(share);
        let _ = writeln!(
            text,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#d0d7de\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#57606a\">{name}</text>",
            bottom + 20.0
        );
    }
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + LINE * as_f64(index);
        let color = if row.verdict == Verdict::Reached { REACHED } else { MISSED };
        let (end, mark) = (position(row.share), position(row.share_allowed));
        let _ = writeln!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#1b1f24\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"18\" fill=\"{color}\"/>\
             <line x1=\"{mark:.1}\" y1=\"{:.1}\" x2=\"{mark:.1}\" y2=\"{:.1}\" stroke=\"#1b1f24\" stroke-width=\"2\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#1b1f24\">{}</text>",
            LEFT - 10.0,
            y + 20.0,
            row.label,
            y + 6.0,
            end - LEFT,
            y + 3.0,
            y + 27.0,
            end.max(mark) + 8.0,
            y + 20.0,
            format_share(row.share)
        );
    }
    text + "</svg>\n"
}

/// Returns the horizontal position of a share.
fn position(share: f64) -> f64 {
    let (least, most) = ENDS;
    let fraction = (share.max(1e-9).log10().clamp(least, most) - least) / (most - least);
    LEFT + WIDTH * fraction
}

fn format_share(share: f64) -> String {
    if share < 0.3 { format!("1/{}", digits(1.0 / share)) } else { format!("{} ×", digits(share)) }
}
