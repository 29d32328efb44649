//! The bar chart: what s2ibox takes of what it is compared with, and what it may take.

use std::fmt::Write as _;

use crate::row::{Row, digits};

const LEFT: f64 = 300.0;
const WIDTH: f64 = 520.0;
const LINE: f64 = 30.0;
const TOP: f64 = 66.0;
/// The shares at the two ends of the scale, which is logarithmic, as powers of ten.
const ENDS: (f64, f64) = (-4.0, 0.4);

/// The chart as SVG.
pub fn svg(rows: &[Row]) -> String {
    let bottom = rows.iter().fold(TOP, |bottom, _| bottom + LINE);
    let (whole, height) = (LEFT + WIDTH + 90.0, bottom + 44.0);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"26\" font-size=\"17\" fill=\"#1b1f24\">What s2ibox takes of what it is compared with</text>\n\
         <text x=\"16\" y=\"46\" fill=\"#57606a\">logarithmic; shorter is better; the mark is what may be taken</text>\n"
    );
    for (share, name) in
        [(1e-4, "1/10,000"), (1e-3, "1/1,000"), (1e-2, "1/100"), (1e-1, "1/10"), (1.0, "the same")]
    {
        let x = at(share);
        let _ = writeln!(
            text,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#d0d7de\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#57606a\">{name}</text>",
            bottom + 20.0
        );
    }
    let mut y = TOP;
    for row in rows {
        let color = if row.reached { "#2f7d4f" } else { "#c2410c" };
        let (end, mark) = (at(row.share), at(row.share_allowed));
        let _ = writeln!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#1b1f24\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"18\" fill=\"{color}\"/>\
             <line x1=\"{mark:.1}\" y1=\"{:.1}\" x2=\"{mark:.1}\" y2=\"{:.1}\" stroke=\"#1b1f24\" stroke-width=\"2\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#1b1f24\">{}</text>",
            LEFT - 10.0,
            y + 20.0,
            name(row),
            y + 6.0,
            end - LEFT,
            y + 3.0,
            y + 27.0,
            end.max(mark) + 8.0,
            y + 20.0,
            share(row.share)
        );
        y += LINE;
    }
    text + "</svg>\n"
}

fn at(share: f64) -> f64 {
    let (least, most) = ENDS;
    let place = (share.max(1e-9).log10().clamp(least, most) - least) / (most - least);
    LEFT + WIDTH * place
}

fn share(share: f64) -> String {
    if share < 0.5 { format!("1/{}", digits(1.0 / share)) } else { format!("{} ×", digits(share)) }
}

/// What a row is called where there is little room.
fn name(row: &Row) -> &'static str {
    match row.id {
        "probe-floor" => "probe: CPU of a static C program",
        "probe-original" => "probe: CPU of the original",
        "probe-env" => "probe, deploy_env: CPU of minimal bash",
        "probe-env-of" => "probe, --env-of: of one without",
        "run-original" => "run: CPU of the original",
        "run-bash" => "run: CPU of minimal bash",
        "permissions-wrong" => "permissions, all wrong: time of find",
        "permissions-right" => "permissions, all right: time of find",
        "permissions-scale" => "permissions: of a tree a tenth as large",
        "take" => "taking .s2i: of cp -a and rm -r",
        "jobs" => "1,000 jobs: of a bash loop",
        "memory" => "probe: peak memory of the original",
        "size" => "size: of 1.5 MB",
        other => other,
    }
}
