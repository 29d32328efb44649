//! Medians and quartiles.

/// The median, the quartiles and the minimum of a set of samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    pub min: f64,
    pub lower_quartile: f64,
    pub median: f64,
    pub upper_quartile: f64,
    /// The number of samples.
    pub count: usize,
}

impl Stats {
    pub fn of(samples: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = samples.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self {
            min: sorted.first().copied().unwrap_or_default(),
            lower_quartile: quantile(&sorted, 1, 4),
            median: quantile(&sorted, 1, 2),
            upper_quartile: quantile(&sorted, 3, 4),
            count: sorted.len(),
        }
    }
}

/// Returns the value that `numerator / denominator` of the samples lie below, interpolated between
/// two samples.
fn quantile(sorted: &[f64], numerator: usize, denominator: usize) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let position = last * numerator;
    let (index, remainder) = (position / denominator, position % denominator);
    let next = sorted[(index + 1).min(last)];
    sorted[index] + (next - sorted[index]) * as_f64(remainder) / as_f64(denominator)
}

/// Converts a count for arithmetic.
#[allow(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
pub fn as_f64(count: usize) -> f64 {
    count as f64
}
