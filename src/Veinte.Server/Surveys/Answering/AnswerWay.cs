using Veinte.Model;

namespace Veinte.Server.Surveys.Answering;

/// <summary>By which way somebody came to a survey, as it is written in the journal.</summary>
internal static class AnswerWay
{
    /// <summary>The public link.</summary>
    public const string Link = "link";
    /// <summary>A personal link.</summary>
    public const string Personal = "personal";
    /// <summary>A score clicked in a message.</summary>
    public const string OneClick = "one-click";
    /// <summary>A printed code.</summary>
    public const string Place = "place";
    /// <summary>A kiosk.</summary>
    public const string Kiosk = "kiosk";
    /// <summary>A widget or frame on another page.</summary>
    public const string Widget = "widget";
    /// <summary>A program.</summary>
    public const string Api = "api";

    /// <summary>The channel of a way, when the way decides it: a kiosk is a kiosk wherever the survey's own answers go.</summary>
    public static Channel ChannelOf(string way, string survey)
    {
        if (way == Kiosk) return Channel.Kiosk;
        if (way == OneClick) return Channel.Email;
        return WordNames.TryParse(survey, out Channel channel) ? channel : Channel.Web;
    }
}
