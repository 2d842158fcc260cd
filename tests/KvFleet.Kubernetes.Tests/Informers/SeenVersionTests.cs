using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Tests.Informers;

public sealed class SeenVersionTests
{
    private readonly SeenVersion _version = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_first_list_may_be_of_any_age_and_later_ones_no_older_than_what_was_seen()
    {
        _version.ForList.ShouldBe("0");
        _version.Advance("7");
        _version.Advance(null);
        _version.Advance("");
        _version.ForList.ShouldBe("7");
        _version.IsUnavailable = true;
        _version.ForList.ShouldBeNull();
        _version.IsUnavailable = false;
        _version.ForList.ShouldBe("7");
    }

    [Fact]
    public async Task Whoever_waits_goes_on_at_that_version_or_a_later_one()
    {
        _version.Advance("9");
        await _version.WaitAsync("8", Token);
        await _version.WaitAsync("9", Token);
        var (ten, twelve) = (_version.WaitAsync("10", Token), _version.WaitAsync("12", Token));
        // As text "10" comes before "9".
        ten.IsCompleted.ShouldBeFalse();
        _version.Advance("11");
        await ten.WaitAsync(Token);
        twelve.IsCompleted.ShouldBeFalse();
        _version.Advance("18446744073709551615");
        await twelve.WaitAsync(Token);
    }

    [Fact]
    public async Task A_version_that_is_no_number_is_waited_for_itself()
    {
        var opaque = _version.WaitAsync("x-2", Token);
        _version.Advance("x-1");
        _version.Advance("x-3");
        opaque.IsCompleted.ShouldBeFalse();
        _version.Advance("x-2");
        await opaque.WaitAsync(Token);
    }

    [Fact]
    public async Task Who_gives_up_is_forgotten()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = _version.WaitAsync("5", cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        _version.Advance("5");
    }
}
