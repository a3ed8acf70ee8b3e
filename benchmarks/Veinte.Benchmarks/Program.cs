Console.WriteLine("See benchmarks/README.md");
