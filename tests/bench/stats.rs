//! Medians and their spread.

/// What many samples of one figure say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    /// The smallest.
    pub min: f64,
    /// A quarter of the samples is below.
    pub lower: f64,
    /// Half of the samples is below.
    pub median: f64,
    /// A quarter of the samples is above.
    pub upper: f64,
    /// How many there are.
    pub count: usize,
}

impl Stats {
    pub fn of(samples: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = samples.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self {
            min: sorted.first().copied().unwrap_or_default(),
            lower: quantile(&sorted, 1, 4),
            median: quantile(&sorted, 1, 2),
            upper: quantile(&sorted, 3, 4),
            count: sorted.len(),
        }
    }
}

/// The value below which `part` of `whole` parts of the samples lie, between two of them where it must be.
fn quantile(sorted: &[f64], part: usize, whole: usize) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let (index, rest) = (last * part / whole, last * part % whole);
    let next = sorted[(index + 1).min(last)];
    sorted[index] + (next - sorted[index]) * count(rest) / count(whole)
}

/// A number of things, for arithmetic; what is counted here is far below 2^52.
#[allow(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
pub fn count(things: usize) -> f64 {
    things as f64
}
