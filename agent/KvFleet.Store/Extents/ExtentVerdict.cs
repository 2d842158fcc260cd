namespace KvFleet.Store.Extents;

/// <summary>The outcome of <see cref="ExtentVerifier.Verify"/>.</summary>
/// <param name="Identity">The kernel's name of the memory.</param>
/// <param name="ResidentBytes">Bytes of it that exist.</param>
/// <param name="Fault">What is wrong with it; null when it may be used.</param>
/// <param name="Message">The fault in words, with the remedy; null when it may be used.</param>
public sealed record ExtentVerdict(ExtentIdentity Identity, long ResidentBytes, ExtentFault? Fault, string? Message);
