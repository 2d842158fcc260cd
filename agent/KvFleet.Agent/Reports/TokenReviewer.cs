using System.Security.Cryptography;
using System.Text;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Agent.Reports;

/// <summary>
/// Asks the API server whose token it is. Tokens must be bound to this agent's audience, so that one stolen elsewhere opens nothing here, and one sent here
/// opens nothing else. Answers are remembered for a minute at most; what was refused, for ten seconds.
/// </summary>
[EntityRbac(typeof(V1TokenReview), Verbs = RbacVerb.Create)]
internal sealed class TokenReviewer(IKubernetesClient client, IReadOnlyCollection<string> users, TimeProvider time) : ITokenReviewer, IDisposable
{
    /// <summary>Audience that tokens must be bound to.</summary>
    public const string Audience = "kvfleet.io/agent";

    private const int MaxRemembered = 256;
    private const int MaxTokenLength = 16 * 1024;
    private static readonly TimeSpan AcceptedFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, (TokenVerdict Verdict, DateTimeOffset Until)> _remembered = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _asking = new(2, 2);

    /// <inheritdoc/>
    public async Task<TokenVerdict> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length is 0 or > MaxTokenLength)
            return new TokenVerdict(StatusCodes.Status401Unauthorized, "NoToken", "A bearer token is needed.");
        // Only a hash is kept: a memory dump of the agent is no way to a token.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (Recall(key) is { } known)
            return known;

        // Whoever floods this port with tokens must not flood the API server.
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (Recall(key) is { } meanwhile)
                return meanwhile;
            var verdict = await AskAsync(token, cancellationToken);
            if (verdict.Status != StatusCodes.Status503ServiceUnavailable)
                Remember(key, verdict);
            return verdict;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private async Task<TokenVerdict> AskAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var review = await client.CreateAsync(
                new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [Audience] } }, cancellationToken);
            return Judge(review.Status);
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return new TokenVerdict(
                StatusCodes.Status503ServiceUnavailable, "TokenReviewForbidden", "The agent's service account may not create tokenreviews.authentication.k8s.io: fix its ClusterRole.");
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException or TimeoutException)
        {
            return new TokenVerdict(StatusCodes.Status503ServiceUnavailable, "TokenReviewFailed", $"The token cannot be reviewed now: {e.Message}");
        }
    }

    private TokenVerdict Judge(V1TokenReviewStatus? status)
    {
        if (status?.Authenticated != true)
        {
            return new TokenVerdict(
                StatusCodes.Status401Unauthorized, "TokenRefused", $"The API server does not accept the token: {status?.Error ?? "not authenticated"}. It must be bound to the audience {Audience}.");
        }

        // A server without audience support names no audiences: such a token is not bound to us.
        if (status.Audiences?.Contains(Audience, StringComparer.Ordinal) != true)
            return new TokenVerdict(StatusCodes.Status401Unauthorized, "WrongAudience", $"The token is not bound to the audience {Audience}.");
        return users.Contains(status.User?.Username, StringComparer.Ordinal)
            ? TokenVerdict.Accepted
            : new TokenVerdict(StatusCodes.Status403Forbidden, "WrongUser", $"User {status.User?.Username} may not read the report; see --report-users.");
    }

    private TokenVerdict? Recall(string key)
    {
        lock (_remembered)
            return _remembered.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Verdict : null;
    }

    private void Remember(string key, TokenVerdict verdict)
    {
        var now = time.GetUtcNow();
        lock (_remembered)
        {
            if (_remembered.Count >= MaxRemembered)
            {
                foreach (var old in _remembered.Where(entry => entry.Value.Until <= now).Select(static entry => entry.Key).ToList())
                    _remembered.Remove(old);
            }

            if (_remembered.Count >= MaxRemembered)
                _remembered.Clear();
            _remembered[key] = (verdict, now + (verdict == TokenVerdict.Accepted ? AcceptedFor : RefusedFor));
        }
    }
}
