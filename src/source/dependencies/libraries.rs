//! How code calls dependencies: a library may have another name than its package.

use std::path::Path;

use semver::VersionReq;

use crate::source::Package;
use crate::source::cargo::Settings;
use crate::source::dependencies::places::vendored;
use crate::source::dependencies::unpacked::Unpacked;
use crate::source::disk::Disk;
use crate::source::disk::Reading;

/// Puts the true names into the dependencies of packages, as far as those are unpacked. Whether the
/// very version that is locked is asked does not matter: libraries keep their names.
pub(in crate::source) fn name_libraries(
    packages: &mut [Package],
    root: &Path,
    home: Option<&Path>,
    disk: &Disk,
) {
    let unpacked = Unpacked::find(home, &vendored(&Settings::read(root, disk)), disk);
    for package in packages {
        let dependencies = package.dependencies.iter_mut();
        let usual = dependencies
            .filter(|need| need.path.is_none() && need.name == need.package.replace('-', "_"));
        for need in usual {
            let requirement = VersionReq::parse(&need.requirement).unwrap_or(VersionReq::STAR);
            let folder = unpacked.newest(&need.package, &requirement);
            if let Some(name) = folder.and_then(|folder| library_name(&folder, disk)) {
                need.name = name;
            }
        }
        package.dependencies.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

/// `lib.name`. Hundreds of manifests are asked, so only that line is read; those of a registry are
/// written by cargo, one key a line.
fn library_name(folder: &Path, disk: &Disk) -> Option<String> {
    let Reading::Text(text) = disk.read(&folder.join("Cargo.toml")) else { return None };
    let table = text.lines().skip_while(|line| line.trim() != "[lib]").skip(1);
    let mut keys = table.take_while(|line| !line.starts_with('[')).map(str::trim);
    let value = keys.find_map(|key| key.strip_prefix("name")?.trim_start().strip_prefix('='))?;
    let name = value.trim_start().strip_prefix('"')?.split('"').next()?;
    Some(name.replace('-', "_"))
}
