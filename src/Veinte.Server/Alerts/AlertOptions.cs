using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Alerts;

/// <summary>How alerts are sent. Section <c>Alerts</c> of the configuration, or variables such as <c>Alerts__PrivateAddresses</c>.</summary>
internal sealed class AlertOptions
{
    /// <summary>Whether alerts may go to addresses of the own machine and of private networks. Default: no.</summary>
    public bool PrivateAddresses { get; set; }

    /// <summary>Seconds an address may take to answer. Default: 10.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Alerts that may wait for one address; of more the oldest is lost, and counted. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int WaitingMax { get; set; } = 1_000;

    /// <summary>Seconds after the first failed try; each further one takes four times as long, up to six hours. Default: 5.</summary>
    [Range(0.01, 3_600)]
    public double RetrySeconds { get; set; } = 5;

    /// <summary>Hours of nothing but failures after which an address is given up until a person starts it again. Default: 72.</summary>
    [Range(1, 720)]
    public int GiveUpHours { get; set; } = 72;
}

/// <summary>Refuses to start with options out of range.</summary>
[OptionsValidator]
internal sealed partial class AlertOptionsCheck : IValidateOptions<AlertOptions>;
