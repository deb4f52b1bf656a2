//! Where the bytes come from: a regular file or memory, read at any place by any thread. It knows no text.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::refusal::Refusal;

/// Bytes of a known number.
pub(super) enum Source {
    File { file: File, length: u64 },
    Bytes(Vec<u8>),
}

impl Source {
    /// Opens a regular file. Anything else is refused, since a pipe or a device has no length and may have no end.
    pub(super) fn open(path: &Path) -> Result<Self, Refusal> {
        // Asked before opening: to open a pipe is to wait for its writer.
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(Refusal::io("it is a directory, not a file"));
        }
        if !metadata.is_file() {
            return Err(Refusal::io("it is not a regular file but a pipe, a socket or a device"));
        }
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::File { file, length })
    }

    /// Number of bytes; of a file, when it was opened.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::File { length, .. } => *length,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// Fills `buffer` from `offset` on.
    pub(super) fn read(&self, offset: u64, buffer: &mut [u8]) -> Result<(), Refusal> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_some(offset + filled as u64, &mut buffer[filled..]) {
                Ok(0) => return Err(Refusal::io("the file became shorter while it was read")),
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn read_some(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File { file, .. } => read_at(file, buffer, offset),
            Self::Bytes(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                let count = buffer.len().min(bytes.len() - start);
                buffer[..count].copy_from_slice(&bytes[start..start + count]);
                Ok(count)
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

#[cfg(not(any(unix, windows)))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
