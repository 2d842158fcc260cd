using KvFleet.Kubernetes.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Health;

/// <summary>What a kubelet, or somebody with curl, gets.</summary>
public sealed class HealthEndpointTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;
    private string? _caches = "not yet read: pods";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHealthCheck>(new HealthCheck("elector", HealthScope.Live, () => null));
        builder.Services.AddSingleton<IHealthCheck>(new HealthCheck("caches", HealthScope.Ready, () => _caches));
        builder.Services.AddSingleton<IHealthCheck>(new HealthCheck("informer/pods", HealthScope.Ready, () => null));
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapHealthEndpoints();
        await _app.StartAsync(Stop);
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/livez", 200, "[+]elector ok\nlivez check passed\n")]
    [InlineData("/readyz", 503, "[-]caches failed: not yet read: pods\n[+]informer/pods ok\nreadyz check failed\n")]
    [InlineData("/readyz?verbose", 503, "[-]caches failed: not yet read: pods\n[+]informer/pods ok\nreadyz check failed\n")]
    [InlineData("/readyz/caches", 503, "[-]caches failed: not yet read: pods\nreadyz check failed\n")]
    [InlineData("/readyz/informer/pods", 200, "[+]informer/pods ok\nreadyz check passed\n")]
    [InlineData("/readyz?exclude=caches", 200, "[+]informer/pods ok\nreadyz check passed\n")]
    [InlineData("/readyz?exclude=caches&exclude=informer/pods", 200, "readyz check passed\n")]
    [InlineData("/livez/caches", 404, "there is no check 'caches' here\n")]
    public async Task Each_question_has_its_answer(string path, int code, string text)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)).ShouldBe((code, text));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_well_as_soon_as_its_checks_are()
    {
        _caches = null;
        using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop);
        ((int)answer.StatusCode).ShouldBe(200);
    }
}
