// The browser comes from a package or the system (see src/platform/pdf); npm must not download one.
module.exports = { skipDownload: true };
