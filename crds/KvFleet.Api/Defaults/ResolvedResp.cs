namespace KvFleet.Api.Defaults;

/// <summary>How a pool is served over the Redis protocol on TCP, with every default filled in.</summary>
/// <param name="PasswordSecret">Secret with the password.</param>
/// <param name="PasswordKey">Its entry.</param>
/// <param name="TlsSecret">Secret with certificate and key; null for no TLS.</param>
public sealed record ResolvedResp(string PasswordSecret, string PasswordKey, string? TlsSecret);
