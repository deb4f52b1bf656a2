//! Phrases that a hypothesis must hold: how much of them a sequence has met, and which tokens meet more. In the spirit of Post & Vilar,
//! "Fast lexically constrained decoding with dynamic beam allocation" (2018).

/// A phrase to be met: any one of its alternatives.
pub(crate) type Phrase = Vec<Vec<u32>>;

/// What a sequence has met.
#[derive(Clone, Debug)]
pub(crate) struct PhraseProgress {
    /// For each phrase whether it is met.
    met: Vec<bool>,
    /// Generated tokens since the last phrase was met.
    tail: Vec<u32>,
}

impl PhraseProgress {
    /// Nothing met.
    pub(crate) fn none(phrases: &[Phrase]) -> Self {
        Self { met: vec![false; phrases.len()], tail: Vec::new() }
    }

    /// The progress with one more token. A token ends one phrase at most, the first of those that it could.
    pub(crate) fn extended(&self, phrases: &[Phrase], token: u32) -> Self {
        let mut next = self.clone();
        if self.is_complete() {
            return next;
        }
        next.tail.push(token);
        let ends = |phrase: &Phrase| phrase.iter().any(|words| overlap(&next.tail, words) == words.len());
        if let Some(ended) = (0..phrases.len()).find(|&index| !self.met[index] && ends(&phrases[index])) {
            next.met[ended] = true;
            next.tail.clear();
        }
        next
    }

    /// Whether every phrase is met.
    pub(crate) fn is_complete(&self) -> bool {
        self.met.iter().all(|&met| met)
    }

    /// Tokens of phrases that the sequence has met: whole ones, and what its end has of another.
    pub(crate) fn tokens_met(&self, phrases: &[Phrase]) -> usize {
        let longest = |phrase: &Phrase| phrase.iter().map(Vec::len).max().unwrap_or(0);
        let whole: usize =
            phrases.iter().zip(&self.met).filter(|(_, met)| **met).map(|(phrase, _)| longest(phrase)).sum();
        whole + self.longest_overlap(phrases)
    }

    /// The tokens that meet one more, ascending: of the alternatives that the end of the sequence has most of.
    pub(crate) fn next_tokens(&self, phrases: &[Phrase]) -> Vec<u32> {
        let longest = self.longest_overlap(phrases);
        let fitting = self.pending(phrases).filter(|words| overlap(&self.tail, words) == longest);
        let mut next: Vec<u32> = fitting.map(|words| words[longest]).collect();
        next.sort_unstable();
        next.dedup();
        next
    }

    fn longest_overlap(&self, phrases: &[Phrase]) -> usize {
        self.pending(phrases).map(|words| overlap(&self.tail, words)).max().unwrap_or(0)
    }

    fn pending<'a>(&'a self, phrases: &'a [Phrase]) -> impl Iterator<Item = &'a Vec<u32>> {
        phrases.iter().zip(&self.met).filter(|(_, met)| !**met).flat_map(|(phrase, _)| phrase)
    }
}

/// The largest number of tokens that end `tail` and begin `words`.
fn overlap(tail: &[u32], words: &[u32]) -> usize {
    (1..=tail.len().min(words.len())).rev().find(|&count| tail.ends_with(&words[..count])).unwrap_or(0)
}
