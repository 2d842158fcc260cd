using KvFleet.Agent.Reports;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;
using NSubstitute;

namespace KvFleet.Agent.Tests.Reports;

public sealed class TokenReviewerTests : IDisposable
{
    private const string Operator = "system:serviceaccount:kvfleet-system:kvfleet-operator";
    private readonly FakeTimeProvider _time = new();
    private readonly IKubernetesClient _client = Substitute.For<IKubernetesClient>();
    private readonly TokenReviewer _reviewer;
    private int _asked;
    private Func<V1TokenReviewStatus> _answer = () => new V1TokenReviewStatus { Authenticated = true, Audiences = ["kvfleet.io/agent"], User = new V1UserInfo { Username = Operator } };

    public TokenReviewerTests()
    {
        _reviewer = new TokenReviewer(_client, [Operator], _time);
        _client.CreateAsync(Arg.Any<V1TokenReview>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            _asked++;
            call.Arg<V1TokenReview>().Spec!.Audiences.ShouldBe(["kvfleet.io/agent"]);
            return new V1TokenReview { Status = _answer() };
        });
    }

    [Fact]
    public async Task The_operator_with_a_bound_token_is_accepted() => (await ReviewAsync("t")).ShouldBe((200, "Accepted"));

    [Fact]
    public async Task No_token_is_not_even_asked_about()
    {
        (await ReviewAsync("")).ShouldBe((401, "NoToken"));
        (await ReviewAsync(new string('x', 20_000))).ShouldBe((401, "NoToken"));
        _asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_the_server_does_not_accept_is_401()
    {
        _answer = () => new V1TokenReviewStatus { Authenticated = false, Error = "expired" };

        (await ReviewAsync("t")).ShouldBe((401, "TokenRefused"));
    }

    [Theory]
    [InlineData("https://kubernetes.default.svc")]
    [InlineData(null)]
    public async Task A_token_that_is_not_bound_to_us_is_401(string? audience)
    {
        _answer = () => new V1TokenReviewStatus { Authenticated = true, Audiences = audience is null ? null : [audience], User = new V1UserInfo { Username = Operator } };

        (await ReviewAsync("t")).ShouldBe((401, "WrongAudience"));
    }

    [Theory]
    [InlineData("system:serviceaccount:tenant:kvfleet-operator")]
    [InlineData("system:admin")]
    [InlineData(null)]
    public async Task Somebody_else_is_403(string? user)
    {
        _answer = () => new V1TokenReviewStatus { Authenticated = true, Audiences = ["kvfleet.io/agent"], User = new V1UserInfo { Username = user } };

        (await ReviewAsync("t")).ShouldBe((403, "WrongUser"));
    }

    [Fact]
    public async Task An_accepted_token_is_asked_about_once_a_minute()
    {
        await ReviewAsync("t");
        _time.Advance(TimeSpan.FromSeconds(59));
        await ReviewAsync("t");
        _asked.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        _answer = () => new V1TokenReviewStatus { Authenticated = false };
        (await ReviewAsync("t")).ShouldBe((401, "TokenRefused"));
        _asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_is_remembered_for_a_short_while()
    {
        _answer = () => new V1TokenReviewStatus { Authenticated = false };
        await ReviewAsync("t");
        _time.Advance(TimeSpan.FromSeconds(9));
        await ReviewAsync("t");
        _asked.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await ReviewAsync("t");
        _asked.ShouldBe(2);
    }

    [Fact]
    public async Task When_the_server_cannot_be_asked_it_is_503_and_not_remembered()
    {
        _answer = () => throw new HttpRequestException("connection refused");
        (await ReviewAsync("t")).ShouldBe((503, "TokenReviewFailed"));

        _answer = () => new V1TokenReviewStatus { Authenticated = true, Audiences = ["kvfleet.io/agent"], User = new V1UserInfo { Username = Operator } };
        (await ReviewAsync("t")).ShouldBe((200, "Accepted"));
    }

    [Fact]
    public async Task When_the_agent_may_not_ask_the_answer_says_which_right_is_missing()
    {
        _answer = () => throw new KubernetesApiException(new V1Status { Code = 403, Reason = "Forbidden" });

        var verdict = await _reviewer.ReviewAsync("t", CancellationToken.None);

        (verdict.Status, verdict.Reason).ShouldBe((503, "TokenReviewForbidden"));
        verdict.Message.ShouldNotBeNull().ShouldContain("tokenreviews");
    }

    public void Dispose()
    {
        _reviewer.Dispose();
        _client.Dispose();
    }

    private async Task<(int, string)> ReviewAsync(string token)
    {
        var verdict = await _reviewer.ReviewAsync(token, CancellationToken.None);
        return (verdict.Status, verdict.Reason);
    }
}
