use std::fmt;

/// Where in a resource one is, kept on the stack and written out only when something is wrong there. Displays as a
/// FHIRPath: `Patient.identifier[0].value`.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'a str,
    index: Option<usize>,
}

impl<'a> Path<'a> {
    pub fn root(name: &'a str) -> Self {
        Self { parent: None, name, index: None }
    }

    pub fn child(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), name, index: None }
    }

    /// The item of a repeating element.
    pub fn item(&'a self, name: &'a str, index: usize) -> Path<'a> {
        Path { parent: Some(self), name, index: Some(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)?;
        match self.index {
            Some(index) => write!(f, "[{index}]"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_fhirpath() {
        let root = Path::root("Patient");
        let identifier = root.item("identifier", 2);
        assert_eq!(identifier.child("value").to_string(), "Patient.identifier[2].value");
    }
}
