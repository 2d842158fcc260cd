using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Access;

/// <summary>Who somebody is and what they may. The fake answers what a test tells it to, so it is not asked.</summary>
public sealed class AccessTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer(RealOnly = true)]
    public async Task Tokens_are_made_and_reviewed(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "sa", NamespaceProperty = server.Namespace } }, Stop);
        var request = new AuthenticationV1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = ["kvfleet.io/agent"], ExpirationSeconds = 600 } };
        var token = (await server.Client.CreateSubresourceAsync<V1ServiceAccount, AuthenticationV1TokenRequest>("sa", server.Namespace, "token", request, Stop)).Status!.Token;
        var good = await ReviewAsync(server.Client, token, "kvfleet.io/agent");
        (good.Authenticated, good.User!.Username).ShouldBe((true, $"system:serviceaccount:{server.Namespace}:sa"));
        ((await ReviewAsync(server.Client, token, "someone.else")).Authenticated ?? false).ShouldBeFalse();
        ((await ReviewAsync(server.Client, token + "x", "kvfleet.io/agent")).Authenticated ?? false).ShouldBeFalse();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task What_was_not_granted_is_not_allowed(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        (await MayAsync(server, $"system:serviceaccount:{server.Namespace}:nobody")).ShouldBeFalse();
        (await MayAsync(server, "somebody", "system:masters")).ShouldBeTrue();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task A_stranger_is_told_so(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        using var stranger = server.Connect(new StaticCredentials(new AuthenticationHeaderValue("Bearer", "nonsense")));
        (await RefusedAsync(() => stranger.ListAsync<V1Secret>(server.Namespace, cancellationToken: Stop))).Reason.ShouldBe("Unauthorized");
        using var anonymous = server.Connect(KubernetesCredentials.Anonymous);
        (await RefusedAsync(() => anonymous.ListAsync<V1Secret>(server.Namespace, cancellationToken: Stop))).Reason.ShouldBeOneOf("Forbidden", "Unauthorized");
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task A_pod_that_does_not_fit_its_quota_is_forbidden(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var hard = new Dictionary<string, ResourceQuantity> { ["requests.memory"] = new("1Mi") };
        var quota = new V1ResourceQuota { Metadata = new V1ObjectMeta { Name = "q", NamespaceProperty = server.Namespace }, Spec = new V1ResourceQuotaSpec { Hard = hard } };
        await server.Client.CreateAsync(quota, Stop);
        // Admission goes by the status, which a controller writes where there is one.
        var status = KubernetesPatch.Merge(new JsonObject { ["status"] = new JsonObject { ["hard"] = new JsonObject { ["requests.memory"] = "1Mi" }, ["used"] = new JsonObject { ["requests.memory"] = "0" } } });
        await server.Client.PatchAsync<V1ResourceQuota>("q", server.Namespace, status, "status", Stop);
        var requests = new Dictionary<string, ResourceQuantity> { ["memory"] = new("2Mi") };
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = server.Namespace },
            Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = "none", Resources = new V1ResourceRequirements { Requests = requests } }] },
        };
        KubernetesApiException? refused = null;
        // Until a controller has made the namespace's default account, admission has other reasons.
        await EventuallyAsync(
            () => refused?.Message.Contains("exceeded quota", StringComparison.Ordinal) == true, "the quota is known to admission", async () => refused = await CreatedAsync(server, pod));
        refused!.IsForbidden.ShouldBeTrue();
    }

    private static async Task<KubernetesApiException?> CreatedAsync(ContractServer server, V1Pod pod)
    {
        try
        {
            await server.Client.DeleteAsync(await server.Client.CreateAsync(pod, Stop), new V1DeleteOptions { GracePeriodSeconds = 0 }, Stop);
            return null;
        }
        catch (KubernetesApiException e)
        {
            return e;
        }
    }

    private static async Task<V1TokenReviewStatus> ReviewAsync(IKubernetesClient client, string token, string audience) =>
        (await client.CreateAsync(new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] } }, Stop)).Status!;

    private static async Task<bool> MayAsync(ContractServer server, string user, params string[] groups)
    {
        var spec = new V1SubjectAccessReviewSpec
        {
            User = user,
            Groups = groups,
            ResourceAttributes = new V1ResourceAttributes { NamespaceProperty = server.Namespace, Verb = "delete", Resource = "secrets" },
        };
        return (await server.Client.CreateAsync(new V1SubjectAccessReview { Spec = spec }, Stop)).Status!.Allowed;
    }
}
