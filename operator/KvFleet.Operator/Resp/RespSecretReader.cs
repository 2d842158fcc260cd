using KvFleet.Api.Conditions;
using KvFleet.Api.Defaults;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Resp;

/// <summary>Gets the Secrets of a pool. The operator may not read Secrets of other namespaces: who owns a namespace allows it there, and that is its consent.</summary>
/// <param name="client">The API server.</param>
/// <param name="namespace">The operator's namespace.</param>
/// <param name="time">The clock.</param>
internal sealed class RespSecretReader(IKubernetesClient client, OperatorNamespace @namespace, TimeProvider time)
{
    public async Task<RespSecrets> ReadAsync(string poolNamespace, ResolvedResp resp, CancellationToken cancellationToken)
    {
        try
        {
            var password = await client.GetAsync<V1Secret>(resp.PasswordSecret, poolNamespace, cancellationToken);
            var tls = resp.TlsSecret is { } name ? await client.GetAsync<V1Secret>(name, poolNamespace, cancellationToken) : null;
            return RespSecretRules.Read(resp, password, tls, time.GetUtcNow());
        }
        catch (KubernetesApiException error) when (error.IsForbidden)
        {
            return new RespSecrets(null, Finding.False(
                ConditionReasons.SecretForbidden,
                $"The operator may not get Secrets in namespace {poolNamespace}. Allow it: kubectl create rolebinding {RespNames.SecretsRole} -n {poolNamespace} --clusterrole={RespNames.SecretsRole} --serviceaccount={@namespace.Value}:{OperatorNames.ServiceAccount} (or, for these Secrets alone, a Role with resourceNames)."));
        }
    }
}
