using KvFleet.Api.Defaults;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;

namespace KvFleet.Api.Validation;

/// <summary>Checks how blocks are kept and served, and fills in defaults.</summary>
internal static class ServiceValidator
{
    public static AssignedStore Store(PoolStoreSettings? store, List<FieldProblem> problems) => new()
    {
        EvictionPolicy = store?.EvictionPolicy ?? PoolEvictionPolicy.CostAware,
        PinnedPercent = Percent(store?.PinnedPercent ?? PoolDefaults.PinnedPercent, PoolDefaults.MaxPinnedPercent, "spec.store.pinnedPercent", problems),
        HeadroomPercent = Percent(store?.HeadroomPercent ?? PoolDefaults.HeadroomPercent, PoolDefaults.MaxHeadroomPercent, "spec.store.headroomPercent", problems),
    };

    public static ResolvedResp? Resp(PoolResp? resp, List<FieldProblem> problems)
    {
        if (resp is null || resp.Enabled == false)
            return null;
        if (string.IsNullOrEmpty(resp.PasswordSecret.Name))
            problems.Add(new("spec.resp.passwordSecret.name", "is empty; name the Secret in the pool's namespace that has the password of clients, or set spec.resp.enabled: false"));
        if (resp.TlsSecret is { Name: null or "" })
            problems.Add(new("spec.resp.tlsSecret.name", "is empty; name a Secret of type kubernetes.io/tls in the pool's namespace, or remove spec.resp.tlsSecret"));
        return new ResolvedResp(resp.PasswordSecret.Name, resp.PasswordSecret.Key is { Length: > 0 } key ? key : PoolDefaults.PasswordKey, resp.TlsSecret?.Name);
    }

    private static int Percent(int given, int most, string path, List<FieldProblem> problems)
    {
        if (given < 0 || given > most)
            problems.Add(new(path, $"is {given}; give a percentage from 0 to {most}"));
        return given;
    }
}
