//! Unpacks a file by what it holds, whatever its name says.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;

const BUFFER: usize = 256 * 1024;

/// The text of a file, unpacked as it is read: gzip and bzip2 (several members one after another too) by their first
/// bytes, anything else as it is. A UTF-8 byte order mark is passed over.
///
/// # Errors
/// The file cannot be opened or read, or is damaged.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = BufReader::with_capacity(BUFFER, File::open(path)?);
    unpack(file)
}

fn unpack<R: BufRead + Send + 'static>(mut packed: R) -> io::Result<Box<dyn BufRead + Send>> {
    let start = packed.fill_buf()?;
    let plain: Box<dyn Read + Send> = if start.starts_with(&[0x1f, 0x8b]) {
        Box::new(MultiGzDecoder::new(packed))
    } else if start.starts_with(b"BZh") {
        Box::new(MultiBzDecoder::new(packed))
    } else {
        Box::new(packed)
    };
    let mut plain = BufReader::with_capacity(BUFFER, plain);
    if plain.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        plain.consume(3);
    }
    Ok(Box::new(plain))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn text(packed: Vec<u8>) -> io::Result<String> {
        let mut out = String::new();
        unpack(Cursor::new(packed))?.read_to_string(&mut out)?;
        Ok(out)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    }

    fn bzip2(text: &str) -> Vec<u8> {
        let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn content_decides_not_the_name() {
        assert_eq!(text(b"{}".to_vec()).unwrap(), "{}");
        assert_eq!(text(gzip("{\"a\":1}")).unwrap(), "{\"a\":1}");
        assert_eq!(text(bzip2("{\"a\":1}")).unwrap(), "{\"a\":1}");
        assert_eq!(text(Vec::new()).unwrap(), "");
    }

    #[test]
    fn packed_files_laid_end_to_end_are_one_text() {
        let mut gz = gzip("{}\n");
        gz.extend(gzip("{}"));
        assert_eq!(text(gz).unwrap(), "{}\n{}");
        let mut bz = bzip2("{}\n");
        bz.extend(bzip2("{}"));
        assert_eq!(text(bz).unwrap(), "{}\n{}");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_also_inside_gzip() {
        assert_eq!(text("\u{feff}{}".as_bytes().to_vec()).unwrap(), "{}");
        assert_eq!(text(gzip("\u{feff}{}")).unwrap(), "{}");
    }

    #[test]
    fn a_cut_file_is_an_error() {
        let whole = gzip("{\"resourceType\":\"Patient\"}");
        assert!(text(whole[..whole.len() - 6].to_vec()).is_err());
    }
}
