using System.Net.Http.Headers;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>A bearer token in a file that somebody keeps fresh. Read again once a minute, and at once when the server refuses it.</summary>
/// <param name="path">The file.</param>
/// <param name="timeProvider">Time.</param>
public sealed class TokenFileCredentials(string path, TimeProvider timeProvider) : KubernetesCredentials
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private AuthenticationHeaderValue? _token;
    private long _readAt;

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_token is null || timeProvider.GetElapsedTime(_readAt) >= MaxAge)
                Read();
            return new ValueTask<AuthenticationHeaderValue?>(_token);
        }
    }

    /// <inheritdoc/>
    public override bool Invalidate(AuthenticationHeaderValue? rejected)
    {
        lock (_gate)
        {
            Read();
            return !Equals(_token, rejected);
        }
    }

    private void Read()
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            if (text.Length > 0)
                _token = new AuthenticationHeaderValue("Bearer", text);
            else if (_token is null)
                throw new KubernetesConfigurationException($"The token file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A token that cannot be read again just now may still be good.
            if (_token is null)
                throw new KubernetesConfigurationException($"The token file {path} cannot be read: {e.Message}", e);
        }

        _readAt = timeProvider.GetTimestamp();
    }
}
