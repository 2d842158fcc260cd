using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>The way to the API server is not, or wrongly, described. The message says where and what to do.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A message is what this exception is for.")]
public sealed class KubernetesConfigurationException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public KubernetesConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
