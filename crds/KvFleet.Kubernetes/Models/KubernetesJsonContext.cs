using System.Text.Json.Serialization;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Models;

/// <summary>JSON metadata of the built-in kinds, made at build time. Other contexts are added with <see cref="KubernetesJson.CreateOptions"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthenticationV1TokenRequest))]
[JsonSerializable(typeof(Corev1Event))]
[JsonSerializable(typeof(Eventsv1Event))]
[JsonSerializable(typeof(PartialObjectMetadata))]
[JsonSerializable(typeof(UnstructuredObject))]
[JsonSerializable(typeof(V1APIResourceList))]
[JsonSerializable(typeof(V1AdmissionReview))]
[JsonSerializable(typeof(V1CSIDriver))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1CustomResourceDefinition))]
[JsonSerializable(typeof(V1DaemonSet))]
[JsonSerializable(typeof(V1DeleteOptions))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1Endpoints))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1PriorityClass))]
[JsonSerializable(typeof(V1ResourceQuota))]
[JsonSerializable(typeof(V1Scale))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1SelfSubjectAccessReview))]
[JsonSerializable(typeof(V1SelfSubjectReview))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1SubjectAccessReview))]
[JsonSerializable(typeof(V1TokenReview))]
[JsonSerializable(typeof(VersionInfo))]
public sealed partial class KubernetesJsonContext : JsonSerializerContext;
