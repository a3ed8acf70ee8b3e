using Veinte.Server.Cli;
if (args is ["tmp"]) { Tmp.Print(); return 0; }

return await CommandLine.Run(args);
