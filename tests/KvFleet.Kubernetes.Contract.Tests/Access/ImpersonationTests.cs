using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Access;

/// <summary>Clients that are taken for somebody else. The fake lets everybody do everything.</summary>
public sealed class ImpersonationTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer(RealOnly = true)]
    public async Task Each_of_several_groups_counts(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        // A comma in its name: were the values joined, this group could not be told from two others.
        var group = $"readers, {server.Namespace}";
        await GrantAsync(server, group);
        (await MayListAsync(server, [])).ShouldBeFalse();
        (await MayListAsync(server, ["first", "last"])).ShouldBeFalse();
        (await MayListAsync(server, [group])).ShouldBeTrue();
        (await MayListAsync(server, ["first", group, "last"])).ShouldBeTrue();
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task What_somebody_may_is_what_they_can_do(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await GrantAsync(server, "readers");
        using var jane = As(server, "readers", "system:authenticated");
        (await jane.ListAsync<Widget>(server.Namespace, cancellationToken: Stop)).ShouldBeEmpty();
        (await RefusedAsync(() => jane.CreateAsync(server.Widget("a"), Stop))).IsForbidden.ShouldBeTrue();
        var watching = await jane.Resource<Widget>().WatchAsync(new WatchRequest { Namespace = server.Namespace, Timeout = TimeSpan.FromSeconds(1) }, Stop).CountAsync(Stop);
        watching.ShouldBe(0);
    }

    private static KubernetesClient As(ContractServer server, params string[] groups) => ContractServer.Connect(server.Configuration with
    {
        Impersonation = new KubernetesImpersonation
        {
            UserName = "jane",
            Groups = groups,
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["contract.kvfleet.test/scopes"] = ["one", "two"] },
        },
    });

    private static async Task<bool> MayListAsync(ContractServer server, string[] groups)
    {
        // Whoever has groups of their own is not given the group of all who are known, which may ask this.
        using var jane = As(server, groups.Length == 0 ? [] : [.. groups, "system:authenticated"]);
        var spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = ListWidgets(server) };
        return (await jane.CreateAsync(new V1SelfSubjectAccessReview { Spec = spec }, Stop)).Status!.Allowed;
    }

    private static async Task<bool> IsGrantedAsync(ContractServer server, string group)
    {
        var spec = new V1SubjectAccessReviewSpec { User = "jane", Groups = [group], ResourceAttributes = ListWidgets(server) };
        return (await server.Client.CreateAsync(new V1SubjectAccessReview { Spec = spec }, Stop)).Status!.Allowed;
    }

    private static V1ResourceAttributes ListWidgets(ContractServer server) =>
        new() { NamespaceProperty = server.Namespace, Verb = "list", Group = WidgetDefinition.Group, Resource = "widgets" };

    private static async Task GrantAsync(ContractServer server, string group)
    {
        var roles = await server.Client.UnstructuredAsync("rbac.authorization.k8s.io/v1", "Role", Stop);
        await roles.CreateAsync(
            UnstructuredObject.Parse($$"""
                {"metadata":{"name":"readers","namespace":"{{server.Namespace}}"},
                 "rules":[{"apiGroups":["{{WidgetDefinition.Group}}"],"resources":["widgets"],"verbs":["list","watch"]}]}
                """),
            Stop);
        var bindings = await server.Client.UnstructuredAsync("rbac.authorization.k8s.io/v1", "RoleBinding", Stop);
        await bindings.CreateAsync(
            UnstructuredObject.Parse($$"""
                {"metadata":{"name":"readers","namespace":"{{server.Namespace}}"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"readers"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"{{group}}"}]}
                """),
            Stop);
        // The authorizer follows grants by a watch of its own; wait for it with a review that takes no impersonation.
        var known = false;
        await EventuallyAsync(() => known, "the grant is known to the server", async () => known = await IsGrantedAsync(server, group));
    }
}
